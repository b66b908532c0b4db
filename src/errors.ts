// The API's exceptions and the front door's. The only error class that becomes an answer; anything else that
// is thrown is a defect and becomes a 500 (`wire/error-response.ts`).

export type ErrorName = keyof typeof statuses

/** Every error name that can leave the server, with its HTTP status. */
export const statuses = {
  // Modelled by the Cases API.
  AccessDeniedException: 403,
  ConflictException: 409,
  InternalServerException: 500,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 402,
  ThrottlingException: 429,
  ValidationException: 400,
  // Modelled by Amazon Connect beside some of those.
  ContactNotFoundException: 410,
  DuplicateResourceException: 409,
  IdempotencyException: 409,
  InternalServiceException: 500,
  InvalidActiveRegionException: 400,
  InvalidParameterException: 400,
  InvalidRequestException: 400,
  LimitExceededException: 429,
  ResourceConflictException: 409,
  // Common to all AWS services: answered before an operation is known or allowed.
  ExpiredTokenException: 403,
  IncompleteSignatureException: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  RequestEntityTooLargeException: 413,
  RequestTimeoutException: 408,
  SerializationException: 400,
  UnknownOperationException: 404,
  UnrecognizedClientException: 403,
} as const

export type ErrorDetails = {
  readonly resourceId?: string
  readonly resourceType?: ResourceType
  /** Connect's `Reason`: a structure that its SDK knows. */
  readonly reason?: Readonly<Record<string, string>>
  /** Becomes the `Retry-After` header. */
  readonly retryAfterSeconds?: number
  /** The connection is not read for so long, unless there is room in its line before. */
  readonly holdMs?: number
}

/** AWS publishes no vocabulary for `resourceType`; these are ours (B-035). */
export type ResourceType =
  | 'Domain'
  | 'Field'
  | 'Layout'
  | 'Template'
  | 'CaseRule'
  | 'Case'
  | 'RelatedItem'
  | 'Contact'
  | 'File'
  | 'Instance'
  | 'IntegrationAssociation'
  | 'Queue'
  | 'Rule'
  | 'User'
  | 'Resource'

/** An error that the caller is meant to see: AWS's name, its status, a sentence. */
export class ApiError extends Error {
  override readonly name: ErrorName
  readonly status: number
  readonly details: ErrorDetails

  constructor(name: ErrorName, message: string, details: ErrorDetails = {}) {
    super(message)
    this.name = name
    this.status = statuses[name]
    this.details = details
  }
}

export const validation = (message: string) => new ApiError('ValidationException', message)

export const accessDenied = (message: string) => new ApiError('AccessDeniedException', message)

export const conflict = (message: string) => new ApiError('ConflictException', message)

/** Connect's words for a second thing where there may be one. */
export const duplicateResource = (message: string) =>
  new ApiError('DuplicateResourceException', message)

/** Connect's words for a quota, where it has no ServiceQuotaExceededException. */
export const limitExceeded = (message: string) => new ApiError('LimitExceededException', message)

/** Connect's words for a request whose parts do not fit together. */
export const invalidRequest = (message: string) => new ApiError('InvalidRequestException', message)

/** What Connect has against a file. */
export const invalidFile = (
  reason: 'INVALID_FILE_NAME' | 'INVALID_FILE_SIZE' | 'INVALID_FILE_TYPE',
  message: string,
) =>
  new ApiError('InvalidRequestException', message, {
    reason: { AttachedFileInvalidRequestExceptionReason: reason },
  })

/** Connect's quota of files. */
export const tooManyFiles = (message: string) =>
  new ApiError('ServiceQuotaExceededException', message, {
    reason: { AttachedFileServiceQuotaExceededExceptionReason: 'TOTAL_FILE_COUNT_EXCEEDED' },
  })

export const quotaExceeded = (message: string) =>
  new ApiError('ServiceQuotaExceededException', message)

export const throttled = (message: string, retryAfterSeconds?: number) =>
  new ApiError('ThrottlingException', message, defined({ retryAfterSeconds }))

/** A retryable failure on our side that is expected (no room on disk, another system down). */
export const unavailable = (message: string, retryAfterSeconds = 1) =>
  new ApiError('InternalServerException', message, { retryAfterSeconds })

export const notFound = (resourceType: ResourceType, resourceId: string) =>
  new ApiError('ResourceNotFoundException', `${resourceType} not found: ${resourceId}`, {
    resourceId,
    resourceType,
  })

const defined = (details: { retryAfterSeconds: number | undefined }): ErrorDetails =>
  details.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: details.retryAfterSeconds }
