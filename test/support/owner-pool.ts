import pg from 'pg'

/** The owner's connections to a test's database. It is dropped at the end, perhaps while one is still closing: that is nobody's fault. */
export function openOwnerPool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(options)
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
