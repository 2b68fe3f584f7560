export { aBigFolder } from './a-big-folder';
export { aFolder, smallExports, type AFolder } from './a-folder';
export { anImport, contents, type AnImport } from './an-import';
export { importInChild, type ChildProgress } from './import-in-child';
