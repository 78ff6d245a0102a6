import type { Db } from '../db.ts'
import { accounts } from './schema.ts'

export function countAccounts(db: Db): Promise<number> {
  return db.$count(accounts)
}
