// What import-in-child.ts starts: node --conditions=@anamnesis/source --expose-gc import-child.js FOLDER DATABASE_URL
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

// From source, as the tests themselves: there may be no build.
require.extensions['.ts'] = (module, file) => {
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    module: { type: 'commonjs' },
    jsc: { target: 'es2024', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true } },
  });
  module._compile(code, file);
};

const heapUsed = () => {
  global.gc();
  return process.memoryUsage().heapUsed;
};

const [folder, databaseUrl] = process.argv.slice(2);
require('../import-synthea.ts')
  .importSynthea({ folder, databaseUrl, onProgress: ({ file, doing, read }) => process.send({ file, doing, read, heapUsed: heapUsed() }) })
  .then(() => process.disconnect());
