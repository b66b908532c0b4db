// An answer that is not the JSON of an operation's output: text of another type, at once or as it comes.

export class Raw {
  readonly contentType: string
  readonly body: string | AsyncIterable<string>

  constructor(contentType: string, body: string | AsyncIterable<string>) {
    this.contentType = contentType
    this.body = body
  }
}
