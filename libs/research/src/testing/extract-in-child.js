// Runs extractions in a process of its own, so that a test can kill it: what extractor-process.ts starts, with SETTINGS.
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
