import { encrypt } from '@crosspanel/protocol/crypt4gh/stream'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import type { ResultFile } from '@crosspanel/protocol/job'
import { bgzfBlocks, BGZF_EOF } from '@crosspanel/protocol/vcf/bgzf'
import { concatBytes } from '@crosspanel/protocol/vcf/bytes'
import { createWebCompression } from '@crosspanel/protocol/vcf/web-compression'
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { nodeCiphers } from '../../../node/src/files/crypt4gh-node.ts'
import { dataOf, inOpeningOrder, openResult, type OpenOptions } from './open-result.ts'

const secretKey = nodeCiphers.randomBytes(32)
const compression = createWebCompression()
const ports = {
  ciphers: nodeCiphers,
  compression,
  createSha256: () => {
    const hash = createHash('sha256')
    return {
      update: (bytes: Uint8Array) => void hash.update(bytes),
      digest: () => hash.digest('hex'),
    }
  },
}

const COLUMNS = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT'
const RECORD = '20\t1\t.\tA\tG\t.\t.\t.\tGT\t0|1\t1|1\n'

async function* once(bytes: Uint8Array) {
  await Promise.resolve()
  yield bytes
}

async function collect(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(part)
  return concatBytes(all)
}

async function bgzipped(text: string): Promise<Uint8Array> {
  return concatBytes([...(await bgzfBlocks(new TextEncoder().encode(text), compression)), BGZF_EOF])
}

async function sealed(name: string, content: Uint8Array) {
  const recipient = publicKeyOf(secretKey, nodeCiphers)
  const bytes = await collect(encrypt(once(content), [recipient], nodeCiphers))
  const file: ResultFile = {
    ...{ fileId: '019ac0de-0000-7000-8000-000000000001', name, size: bytes.length },
    sha256: createHash('sha256').update(bytes).digest('hex'),
    encryptedFor: 'researcher',
  }
  return { file, bytes }
}

const open = (
  { file, bytes }: { file: ResultFile; bytes: Uint8Array },
  more: Partial<OpenOptions> = {},
) =>
  collect(
    openResult(
      once(bytes),
      { file, secretKey, sampleIds: ['Ann', 'Ben'], shifts: new Map(), ...more },
      ports,
    ),
  )

describe('opening a result', () => {
  it('gives what was sealed', async () => {
    const content = nodeCiphers.randomBytes(200_000)

    const opened = await open(await sealed('maf.txt', content))

    expect(Buffer.from(opened).equals(content)).toBe(true)
  })

  it('gives the samples of a VCF their own ids back', async () => {
    const text = `##fileformat=VCFv4.2\n${COLUMNS}\tS000001\tS000002\n${RECORD}`

    const opened = await open(await sealed('chr20.dose.vcf.gz', await bgzipped(text)))

    const plain = gunzipSync(opened).toString()
    expect(plain).toBe(`##fileformat=VCFv4.2\n${COLUMNS}\tAnn\tBen\n${RECORD}`)
  })

  it('takes the files of a site as the site opened them', async () => {
    const bytes = new TextEncoder().encode('open\n')
    const { file } = await sealed('qc_report.txt', bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')

    const opened = await open(
      { bytes, file: { ...file, size: bytes.length, sha256, encryptedFor: 'site' } },
      { secretKey: undefined },
    )

    expect(new TextDecoder().decode(opened)).toBe('open\n')
  })
})

describe('a result that cannot be opened', () => {
  it('is damaged when a byte differs, is missing, or is too many', async () => {
    const whole = await sealed('maf.txt', nodeCiphers.randomBytes(1000))
    const changed = { ...whole, bytes: whole.bytes.slice() }
    changed.bytes[changed.bytes.length - 5] = (changed.bytes.at(-5) ?? 0) ^ 1
    const cut = { ...whole, bytes: whole.bytes.subarray(0, -1) }
    const longer = { ...whole, bytes: concatBytes([whole.bytes, Uint8Array.of(0)]) }

    for (const broken of [changed, cut, longer]) {
      await expect(open(broken)).rejects.toMatchObject({ fault: 'damaged' })
    }
  })

  it('is damaged when it is another file, though it opens', async () => {
    const [one, other] = [
      await sealed('maf.txt', Uint8Array.of(1, 2)),
      await sealed('maf.txt', Uint8Array.of(3, 4)),
    ]

    await expect(open({ file: one.file, bytes: other.bytes })).rejects.toMatchObject({
      fault: 'damaged',
    })
  })

  it('is for another key, or for one that was not given', async () => {
    const whole = await sealed('maf.txt', Uint8Array.of(1))

    for (const key of [nodeCiphers.randomBytes(32), undefined]) {
      await expect(open(whole, { secretKey: key })).rejects.toMatchObject({ fault: 'other-key' })
    }
  })

  it('has samples that are not of the job', async () => {
    const text = `##fileformat=VCFv4.2\n${COLUMNS}\tS000001\n`
    const whole = await sealed('chr20.dose.vcf.gz', await bgzipped(text))

    await expect(open(whole)).rejects.toMatchObject({ fault: 'other-samples' })
  })
})

describe('an index', () => {
  it.each([
    ['chr20.dose.vcf.gz.tbi', 'chr20.dose.vcf.gz'],
    ['chr20.dose.vcf.gz.csi', 'chr20.dose.vcf.gz'],
    ['chr20.info.gz.tbi', undefined],
    ['chr20.dose.vcf.gz', undefined],
  ])('%s needs what %s told when it was opened', (name, data) => {
    expect(dataOf({ name })).toBe(data)
  })

  it('is not given when its data was not opened before', async () => {
    const whole = await sealed('chr20.dose.vcf.gz.tbi', Uint8Array.of(1))

    await expect(open(whole)).rejects.toMatchObject({ fault: 'needs-its-data' })
  })
})

describe('the order of opening', () => {
  it('has indexes after what they are of', () => {
    const names = ['a.vcf.gz.tbi', 'a.vcf.gz', 'b.txt', 'c.vcf.gz.csi'] as const
    const files = names.map((name) => ({ name }) as ResultFile)

    expect(inOpeningOrder(files).map(({ name }) => name)).toEqual([
      ...['a.vcf.gz', 'b.txt', 'a.vcf.gz.tbi', 'c.vcf.gz.csi'],
    ])
  })
})
