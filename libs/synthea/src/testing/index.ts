export { aFolder, smallExports, type AFolder } from './a-folder';
