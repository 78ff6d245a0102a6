import { spawn, spawnSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export interface PrivateRedis extends AsyncDisposable {
  /** Path of the Unix socket, which ioredis takes as an address. */
  readonly url: string
}

const START_DEADLINE_MS = 10_000
/** sun_path is 108 bytes with its terminator. */
const SOCKET_PATH_MAX_BYTES = 107

export function hasRedisServer(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

/**
 * Starts a Redis server for one site on a Unix socket in a 0700 directory, without persistence:
 * Redis holds hints, counters and marks, each with a time after which it goes. None goes before: a mark
 * that is forgotten would let a used token pass. When memory is full Redis refuses, and the node does
 * without. A server that outlived a killed launcher is used as it is.
 */
export async function openPrivateRedis(dir: string): Promise<PrivateRedis> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const socket = join(dir, 'redis.sock')
  if (Buffer.byteLength(socket) > SOCKET_PATH_MAX_BYTES) {
    throw new Error(
      `the path of the Redis socket is longer than ${SOCKET_PATH_MAX_BYTES} bytes; use a shorter data directory`,
    )
  }
  if (!(await answers(socket))) {
    const args = ['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700']
    const memory = [
      '--save',
      '',
      '--appendonly',
      'no',
      '--maxmemory',
      '64mb',
      '--maxmemory-policy',
      'noeviction',
    ]
    const child = spawn('redis-server', [...args, ...memory, '--dir', dir], {
      stdio: 'ignore',
      detached: true,
    })
    child.unref()
    const deadline = performance.now() + START_DEADLINE_MS
    while (!(await answers(socket))) {
      if (child.exitCode !== null || performance.now() > deadline) {
        throw new Error('redis-server did not start')
      }
      await delay(20)
    }
  }
  return {
    url: socket,
    [Symbol.asyncDispose]: async () => {
      await send(socket, 'SHUTDOWN NOSAVE').catch(() => undefined)
    },
  }
}

async function answers(socket: string): Promise<boolean> {
  return (await send(socket, 'PING').catch(() => '')).startsWith('+PONG')
}

function send(socket: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(socket)
    connection.once('error', reject)
    connection.once('data', (data) => {
      connection.destroy()
      resolve(data.toString())
    })
    connection.once('close', () => resolve(''))
    connection.write(`${command}\r\n`)
  })
}
