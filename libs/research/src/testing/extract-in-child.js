// Runs extractions in a process of its own, so that a test can kill it: node --conditions=@anamnesis/source extract-in-child.js SETTINGS
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

require('reflect-metadata');
const { openRunExtraction } = require('./open-run-extraction.ts');

openRunExtraction(JSON.parse(process.argv[2])).then(({ runExtraction }) => {
  process.on('message', ({ key, now }) => {
    runExtraction.execute(key, new Date(now)).then(
      (outcome) => process.send({ status: outcome?.status ?? 'elsewhere' }),
      (error) => process.send({ status: 'failed', message: String(error) }),
    );
  });
  process.send({ status: 'ready' });
});
