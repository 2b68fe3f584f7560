// What import-in-child.ts starts, with FOLDER and DATABASE_URL.
const heapUsed = () => {
  global.gc();
  return process.memoryUsage().heapUsed;
};

const [folder, databaseUrl] = process.argv.slice(2);
require('../import-synthea.ts')
  .importSynthea({ folder, databaseUrl, onProgress: ({ file, doing, read }) => process.send({ file, doing, read, heapUsed: heapUsed() }) })
  .then(() => process.disconnect());
