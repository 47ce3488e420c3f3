// How large the packages are, minified and compressed by gzip -9; fails past their bounds. To be run after the build.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const bounds = [
  { name: 'client', bound: 10_000, code: async () => readFileSync('client/dist/message-service-client.min.js', 'utf8') },
  { name: 'react', bound: 3_000, code: () => bundle('client-react/dist/index.js') },
];

async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry], bundle: true, minify: true, format: 'esm', target: 'es2022', packages: 'external', write: false,
  });
  return outputFiles[0].text;
}

let isTooLarge = false;
for (const { name, bound, code } of bounds) {
  const size = gzipSync(await code(), { level: 9 }).length;
  console.log(`${name}: ${size} of ${bound} bytes`);
  isTooLarge ||= size > bound;
}
process.exit(isTooLarge ? 1 : 0);
