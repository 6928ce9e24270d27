import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { build } from 'vite'
import { root } from './bench-ground.ts'

/** Builds the page that paints without a service behind it, into this folder, and serves it. @returns where */
export async function servePainting(folder: string, onEnd: (undo: () => unknown) => void): Promise<string> {
  await build({
    configFile: false,
    root: import.meta.dirname,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'esnext',
      lib: { entry: join(import.meta.dirname, 'painting-page.ts'), formats: ['es'], fileName: () => 'page.js' },
    },
  })
  const files: Record<string, [type: string, body: string]> = {
    '/page.js': ['text/javascript', readFileSync(join(folder, 'page.js'), 'utf8')],
    '/page.css': ['text/css', readFileSync(join(root, 'src/console/console.css'), 'utf8')],
    '/': ['text/html', '<!doctype html><link rel=stylesheet href=/page.css><script type=module src=/page.js></script>'],
  }
  const server = createServer((request, reply) => {
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', '']
    reply.writeHead(body === '' ? 404 : 200, { 'content-type': `${type}; charset=utf-8` }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onEnd(() => server.close())
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`
}
