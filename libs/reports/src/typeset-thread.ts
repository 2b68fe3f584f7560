import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import type { TypesetAnswer, TypesetTask } from './typesetter';

// Runs as compiled JavaScript and, in the tests, as it stands: Node takes the types away, so there is no syntax here that is more than types.
// The workspace is a folder that is never made: what a template may read is the sheet, held in memory, and no file of the machine.
const { fontPaths, workspace } = workerData as { fontPaths: string[]; workspace: string };
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths }] });

function typeset({ number, template, sheet }: TypesetTask): TypesetAnswer {
  compiler.mapShadow(join(workspace, 'sheet.json'), Buffer.from(sheet));
  try {
    const compiled = compiler.compile({ mainFileContent: template, resetRead: true });
    if (!compiled.result) return { number, problem: problemsOf(compiled.takeError()) };
    const pages = compiled.result.numOfPages;
    try {
      return { number, pages, accessible: true, pdf: compiler.pdf(compiled.result, { pdfStandard: 'ua-1' }) };
    } catch (error) {
      // PDF/UA refuses a document that shows boxes for letters no font has. A patient whose script we lack gets theirs all the same.
      if (!String(error).includes('could not be displayed')) throw error;
      return { number, pages, accessible: false, pdf: compiler.pdf(compiled.result) };
    }
  } finally {
    compiler.resetShadow();
    compiler.evictCache(2);
  }
}

function problemsOf(error: NodeError | null): string {
  const problems = error === null ? [] : (compiler.fetchDiagnostics(error) as { message: string }[]);
  return problems.map(({ message }) => message).join('; ');
}

parentPort?.on('message', (task: TypesetTask) => {
  let answer: TypesetAnswer;
  try {
    answer = typeset(task);
  } catch (error) {
    answer = { number: task.number, problem: String(error) };
  }
  parentPort?.postMessage(answer);
});
