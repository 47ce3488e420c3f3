// Compiles tests, or those that are named, to target/client-test: node client/test/build.mjs client react
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outdir = `${root}target/client-test`;
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
const entryPoints = ['client', 'client-react'].flatMap((folder) =>
  readdirSync(`${root}${folder}/test`)
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => `${root}${folder}/test/${name}`),
);
await build({
  entryPoints,
  outdir,
  entryNames: '[name]',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  packages: 'external',
  jsx: 'automatic',
});
