// A bucket in which bytes lie, Amazon's or any other that speaks S3. Clients reach it by themselves, with presigned
// URLs: an upload arrives under `incoming/ID` and is kept under `files/ID`, where its URL does not reach, so that
// what was approved stays what it was. The SDK is loaded when a bucket is asked for, and finds credentials in its
// own way.
import type { GetObjectCommandInput, S3Client } from '@aws-sdk/client-s3'
import type { Clock } from '../clock.ts'
import { extensionOf, mediaTypeOf } from '../domain/files/file-type.ts'
import { unavailable } from '../errors.ts'
import { type Bytes, BytesGone, type RemoteStore } from './contract.ts'
import { disposition } from './disposition.ts'

export type S3Options = {
  readonly bucket: string
  /** Before every key; with its slash, or empty. */
  readonly prefix: string
  readonly region: string
  /** Another server than Amazon's. */
  readonly endpoint?: string
  readonly clock: Clock
  readonly log: { error(fields: object, message: string): void }
}

/** Clients send these two as announced, or S3 refuses. */
const signedHeaders = new Set(['content-length', 'content-type'])

export const s3Store = async (options: S3Options): Promise<RemoteStore> => {
  const bucket = await openBucket(options)
  const { s3, client, Bucket, incoming, kept, ask } = bucket
  const remove = async (Key: string) => {
    await ask(() => client.send(new s3.DeleteObjectCommand({ Bucket, Key })))
  }
  return {
    kind: 's3',
    ...signingUrls(bucket, options.clock),
    staged: async (fileId) => {
      const found = await objectAt(bucket, incoming(fileId))
      return found === undefined ? undefined : { ...found, blob: fileId }
    },
    keep: async (fileId, { blob, version }) => {
      const copied = await ask(() =>
        client.send(
          new s3.CopyObjectCommand({
            Bucket,
            Key: kept(blob),
            CopySource: encodeURI(`${Bucket}/${incoming(fileId)}`),
            CopySourceIfMatch: version,
          }),
        ),
      )
      return copied === undefined ? undefined : blob
    },
    discard: async (fileId) => {
      await remove(incoming(fileId))
      return [fileId]
    },
    open: async (blob) => (await objectAt(bucket, kept(blob)))?.bytes,
    remove: (blob) => remove(kept(blob)),
    stagedIds: async () => [],
    kept: async () => [],
    close: () => client.destroy(),
  }
}

type Bucket = Awaited<ReturnType<typeof openBucket>>

const openBucket = async (options: S3Options) => {
  const s3 = await import('@aws-sdk/client-s3')
  const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner')
  const { bucket, prefix } = options
  return {
    s3,
    getSignedUrl,
    client: new s3.S3Client(clientSettings(options)),
    Bucket: bucket,
    incoming: (fileId: string) => `${prefix}incoming/${fileId}`,
    kept: (blob: string) => `${prefix}files/${blob}`,
    ask: asking(options),
  }
}

type Signing = { readonly expiresIn: number; readonly signableHeaders: Set<string> }

const signingUrls = (
  { s3, client, getSignedUrl, Bucket, incoming, kept, ask }: Bucket,
  clock: Clock,
): Pick<RemoteStore, 'downloadUrl' | 'uploadUrl'> => {
  const signed = async (
    sign: (signing: Signing) => Promise<string>,
    expiresIn: number,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const expiresAt = Math.floor(clock.wallNow() / 1000 + expiresIn) * 1000
    const signableHeaders = signedHeaders
    const url = await ask(() => sign({ expiresIn, signableHeaders }))
    if (url === undefined) throw silent()
    return { url, expiresAt, headers }
  }
  return {
    uploadUrl: async ({ id, name, sizeInBytes }, expiresIn) => {
      const ContentType = mediaTypeOf(extensionOf(name))
      const object = { Bucket, Key: incoming(id), ContentType, ContentLength: sizeInBytes }
      const command = new s3.PutObjectCommand(object)
      const headers = { 'Content-Type': ContentType }
      return signed((signing) => getSignedUrl(client, command, signing), expiresIn, headers)
    },
    downloadUrl: async ({ blob, name }, expiresIn) => {
      const command = new s3.GetObjectCommand({
        Bucket,
        Key: kept(blob),
        ResponseContentDisposition: disposition(name),
        ResponseContentType: mediaTypeOf(extensionOf(name)),
        ResponseCacheControl: 'private, no-store',
      })
      return signed((signing) => getSignedUrl(client, command, signing), expiresIn)
    },
  }
}

const objectAt = async ({ s3, client, Bucket, ask }: Bucket, Key: string) => {
  const head = await ask(() => client.send(new s3.HeadObjectCommand({ Bucket, Key })))
  if (head?.ETag === undefined) return undefined
  const { ETag, ContentLength: size = 0 } = head
  const get = (input: Partial<GetObjectCommandInput>) =>
    bodyOf(client, new s3.GetObjectCommand({ Bucket, Key, IfMatch: ETag, ...input }), ask)
  return { bytes: bytesOf(size, get), version: ETag }
}

const clientSettings = ({ region, endpoint }: S3Options) => ({
  region,
  ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  // A presigned URL would else ask for the checksum of bytes that nobody has yet.
  requestChecksumCalculation: 'WHEN_REQUIRED' as const,
  responseChecksumValidation: 'WHEN_REQUIRED' as const,
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000, throwOnRequestTimeout: true },
})

const silent = () => unavailable('The store of files does not answer. Try again.', 5)

type Ask = <T>(request: () => Promise<T>) => Promise<T | undefined>

/** Undefined for what is not there, or no longer as it was; whatever else goes wrong is said to come again. */
const asking =
  ({ log }: S3Options): Ask =>
  async (request) => {
    try {
      return await request()
    } catch (error) {
      const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
      if ([404, 412].includes($metadata?.httpStatusCode ?? 0)) return undefined
      log.error({ err: error }, 'The store of files failed')
      throw silent()
    }
  }

type GetCommand = InstanceType<typeof import('@aws-sdk/client-s3').GetObjectCommand>

const bodyOf = async (
  client: S3Client,
  command: GetCommand,
  ask: Ask,
): Promise<AsyncIterable<Uint8Array>> => {
  const answer = await ask(() => client.send(command))
  if (answer?.Body === undefined) throw new BytesGone()
  // In Node the body is a stream of bytes; the type has browsers in mind too.
  return answer.Body as unknown as AsyncIterable<Uint8Array>
}

const bytesOf = (
  size: number,
  get: (input: Partial<GetObjectCommandInput>) => Promise<AsyncIterable<Uint8Array>>,
): Bytes => ({
  size,
  read: async (offset, length) => {
    if (length === 0) return new Uint8Array()
    const chunks: Uint8Array[] = []
    const range = `bytes=${offset}-${offset + length - 1}`
    for await (const chunk of await get({ Range: range })) chunks.push(chunk)
    return Buffer.concat(chunks)
  },
  async *stream() {
    yield* await get({})
  },
})
