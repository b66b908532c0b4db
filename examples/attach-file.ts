// Attaches a file to a case and gets it back: announce it, send its bytes to the URL that comes back, say that they
// are there, show it on the case, download it. It needs an instance that is tied to the case's domain, and makes one
// if there is none: `node examples/attach-file.ts CASE_ARN FILE`, with AWS_PROFILE=opencases as README has it.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Connect } from '@aws-sdk/client-connect'
import { ConnectCases } from '@aws-sdk/client-connectcases'

const [caseArn = '', path = ''] = process.argv.slice(2)
const [, domainArn = '', domainId = '', caseId = ''] =
  /^(arn:.*:domain\/([^/]+))\/case\/([^/]+)$/.exec(caseArn) ?? []
if (caseId === '' || path === '') throw new Error('usage: attach-file.ts CASE_ARN FILE')

// Endpoint, region and credentials come with the profile.
const [connect, cases] = [new Connect({}), new ConnectCases({})]

/** The id of the instance whose cases are those of the domain. */
const tiedInstance = async (): Promise<string> => {
  const { InstanceSummaryList = [] } = await connect.listInstances({})
  for (const { Id: InstanceId = '' } of InstanceSummaryList) {
    const of = { InstanceId, IntegrationType: 'CASES_DOMAIN', IntegrationArn: domainArn } as const
    const { IntegrationAssociationSummaryList = [] } = await connect.listIntegrationAssociations(of)
    if (IntegrationAssociationSummaryList.length > 0) return InstanceId
  }
  const { Id: InstanceId = '' } = await connect.createInstance({
    IdentityManagementType: 'CONNECT_MANAGED',
    InstanceAlias: 'desk',
    InboundCallsEnabled: false,
    OutboundCallsEnabled: false,
  })
  await connect.createIntegrationAssociation({
    InstanceId,
    IntegrationType: 'CASES_DOMAIN',
    IntegrationArn: domainArn,
  })
  return InstanceId
}

const at = { InstanceId: await tiedInstance(), AssociatedResourceArn: caseArn }
const bytes = readFileSync(path)

const {
  FileId = '',
  FileArn = '',
  UploadUrlMetadata,
} = await connect.startAttachedFileUpload({
  ...at,
  FileName: basename(path),
  FileSizeInBytes: bytes.length,
  FileUseCaseType: 'ATTACHMENT',
})
const { Url = '', HeadersToInclude: headers = {} } = UploadUrlMetadata ?? {}
const sent = await fetch(Url, { method: 'PUT', headers, body: new Uint8Array(bytes) })
if (!sent.ok) throw new Error(`the upload was answered ${sent.status}: ${await sent.text()}`)
await connect.completeAttachedFileUpload({ ...at, FileId })

const file = await connect.getAttachedFile({ ...at, FileId })
console.log(`${FileArn} is ${file.FileStatus}`)
// A server with a scanner needs a moment; ask again until it is no longer PROCESSING.
if (file.FileStatus === 'APPROVED') {
  const content = { file: { fileArn: FileArn } }
  await cases.createRelatedItem({ domainId, caseId, type: 'File', content })
  const answer = await fetch(file.DownloadUrlMetadata?.Url ?? '')
  const { byteLength } = await answer.arrayBuffer()
  console.log(`got ${byteLength} bytes back as ${answer.headers.get('content-disposition')}`)
}
