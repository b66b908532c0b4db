// Downloads by signed URL.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowhere } from '../support/configuration.ts'
import { fileSetting } from '../support/file-setting.ts'

test('[B-1025] a download is an attachment for nobody to keep, and runs nowhere', async () => {
  await using setting = await fileSetting()
  const { attach, urlOf } = setting
  const name = `Größe "1" 100% 'ok'.txt`
  const bytes = Buffer.from('<script>alert(1)</script>')
  const url = await urlOf(await attach(name, bytes))
  for (const method of ['GET', 'HEAD']) {
    const { status, headers, text } = await fetch(url, { method }).then(async (answer) => ({
      status: answer.status,
      headers: answer.headers,
      text: await answer.text(),
    }))
    assert.deepEqual([status, text], [200, method === 'GET' ? String(bytes) : ''])
    const of = (header: string) => headers.get(header)
    assert.equal(of('content-type'), 'text/plain')
    assert.equal(of('content-length'), String(bytes.length))
    assert.equal(of('x-content-type-options'), 'nosniff')
    assert.equal(of('cache-control'), 'private, no-store')
    assert.match(of('content-security-policy') ?? '', /sandbox/)
    const encoded = 'Gr%C3%B6%C3%9Fe%20%221%22%20100%25%20%27ok%27.txt'
    const shown = `attachment; filename="Gr__e _1_ 100_ 'ok'.txt"; filename*=UTF-8''${encoded}`
    assert.equal(of('content-disposition'), shown)
  }
})

test('[B-1025] a range of bytes can be asked for', async () => {
  await using setting = await fileSetting()
  const { attach, urlOf } = setting
  const url = await urlOf(await attach('a.txt', Buffer.from('0123456789')))
  const ask = async (range: string) => {
    const answer = await fetch(url, { headers: { range } })
    return [answer.status, await answer.text(), answer.headers.get('content-range')]
  }
  assert.deepEqual(await ask('bytes=2-4'), [206, '234', 'bytes 2-4/10'])
  assert.deepEqual(await ask('bytes=7-'), [206, '789', 'bytes 7-9/10'])
  assert.deepEqual(await ask('bytes=-3'), [206, '789', 'bytes 7-9/10'])
  assert.deepEqual(await ask('bytes=0-99'), [206, '0123456789', 'bytes 0-9/10'])
  for (const wrong of ['bytes=10-', 'bytes=5-4', 'bytes=-0']) {
    assert.deepEqual(await ask(wrong), [416, '', 'bytes */10'], wrong)
  }
  for (const whole of ['bytes=-', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=a-b']) {
    assert.deepEqual(await ask(whole), [200, '0123456789', null], whole)
  }
})

test('[B-1020] a file that does not exist has no URL, whoever signs', async () => {
  await using setting = await fileSetting()
  const { attach, urlOf, connect, at } = setting
  const file = await attach('a.pdf')
  const url = await urlOf(file)
  await connect.deleteAttachedFile({ ...at, FileId: file.FileId })
  const answer = await fetch(url)
  assert.equal(answer.status, 404)
  assert.equal(answer.headers.get('x-amzn-errortype'), 'ResourceNotFoundException')
  assert.ok(answer.headers.get('x-amzn-requestid'))
  assert.equal((await fetch(url.replace(file.FileId, nowhere))).status, 403)
})
