export { type BuiltConsole, type BuiltFile, openBuiltConsole } from './built-console.ts'
