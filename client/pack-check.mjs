// What `npm pack` would publish: each file that package.json names, types beside code, nothing of the tests.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

let isWrong = false;
const wrong = (text) => {
  console.error(text);
  isWrong = true;
};

for (const folder of ['client', 'client-react']) {
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '-w', folder], { encoding: 'utf8' });
  const [{ name, files, size }] = Object.values(JSON.parse(said));
  const paths = new Set(files.map(({ path }) => path));
  const { exports } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const named = Object.values(exports).flatMap((each) => (typeof each === 'string' ? [each] : Object.values(each)));
  for (const each of [...named, './README.md', './LICENSE']) {
    if (!paths.has(each.slice(2))) wrong(`${name}: ${each} is not in the package`);
  }
  for (const path of paths) {
    if (!/^(dist\/.*\.(js|d\.ts)|README\.md|LICENSE|package\.json)$/.test(path)) wrong(`${name}: ${path} is in the package`);
    if (/\.js$/.test(path) && !/\.min\.js$/.test(path) && !paths.has(path.replace(/\.js$/, '.d.ts'))) wrong(`${name}: no types of ${path}`);
  }
  console.log(`${name}: ${paths.size} files, ${size} bytes`);
}
process.exit(isWrong ? 1 : 0);
