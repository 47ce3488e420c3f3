// Builds dist: what tsc makes of src, and all of it as one minified file. With --bundle FILE that file is written there too.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { minify } from '@swc/core';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { name, version } = JSON.parse(readFileSync(here('package.json'), 'utf8'));
const bundle = here('dist/message-service-client.min.js');

rmSync(here('dist'), { recursive: true, force: true });
execFileSync(process.execPath, [here('../node_modules/tsc/bin/tsc'), '-p', here('.')], { stdio: 'inherit' });
const { outputFiles } = await build({
  entryPoints: [here('src/index.ts')],
  bundle: true,
  format: 'esm',
  target: 'es2022',
  write: false,
});
const { code } = await minify(outputFiles[0].text, {
  module: true,
  ecma: 2022,
  compress: { ecma: 2022, passes: 3, unsafe: true, unsafe_arrows: true },
  mangle: { toplevel: true, props: { regex: '^_' } }, // no member of the API or the protocol begins so
});
writeFileSync(bundle, `/* ${name} ${version} */\n${code}\n`);
copyFileSync(here('../LICENSE'), here('LICENSE'));

const at = process.argv.indexOf('--bundle');
if (at > 0) copyFileSync(bundle, process.argv[at + 1]);
