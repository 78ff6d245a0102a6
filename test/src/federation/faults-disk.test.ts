import { describe, it } from 'vitest'
import { openFaultyNode } from '../faulty-node.ts'
import { MAY_NOT_MOUNT, openSmallVolume } from '../small-volume.ts'

const VOLUME_BYTES = 64 * 1024 ** 2
const FLOOR_BYTES = 4 * 1024 ** 2

describe('the disk, under load', () => {
  it('is full to the last byte and has room again: uploads are refused meanwhile and nothing breaks', async ({
    skip,
  }) => {
    await using volume = await openSmallVolume(VOLUME_BYTES)
    if (volume === undefined) return skip(MAY_NOT_MOUNT)
    await using node = await openFaultyNode({
      parentDir: volume.dir,
      environment: { CROSSPANEL_DISK_FLOOR_BYTES: String(FLOOR_BYTES) },
    })
    await node.untilServed()

    node.press()
    await volume.fill()
    node.press()
    await node.untilRefusing(507)
    await node.untilReadiness('disk')
    await node.untilRaised('disk-low')
    await volume.empty()

    await node.untilReadiness('ready')
    await node.untilServed()
    await node.untilResolved('disk-low')
    await node.expectUnharmed()
  })
})
