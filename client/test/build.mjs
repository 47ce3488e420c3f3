// Compiles the tests to target/client-test. Those that use nothing but the API are there twice: once with the sources, and once, as
// minified-*, with the one file that the jar serves. To be run after the build of the packages.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outdir = `${root}target/client-test`;
const bundle = `${root}client/dist/message-service-client.min.js`;
const inside = /\/(timeline|service)\.test\.ts$/; // the reducer by itself, and the real service, which the page runs against, too

const entryPoints = ['client', 'client-react'].flatMap((folder) =>
  readdirSync(`${root}${folder}/test`)
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => `${root}${folder}/test/${name}`),
);
const options = {
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  packages: 'external',
  jsx: 'automatic',
};
const minified = {
  name: 'minified',
  setup({ onResolve }) {
    onResolve({ filter: /^(\.\.\/src\/index\.js|@message-service\/client)$/ }, () => ({ path: bundle }));
  },
};

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
await build({ ...options, entryPoints, entryNames: '[name]' });
await build({
  ...options,
  entryPoints: entryPoints.filter((path) => !inside.test(path)),
  entryNames: 'minified-[name]',
  plugins: [minified],
});
