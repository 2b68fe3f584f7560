export { extractableColumns } from './extractable-columns';
