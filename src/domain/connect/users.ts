// What a new user must be, by how its instance identifies users (B-931, B-932).
import { invalidRequest } from '../../errors.ts'
import type { CreateUser } from '../../model/connect/users.ts'
import type { InputOf } from '../../model/shape.ts'
import type { InstanceRow } from './rows.ts'

type NewUser = InputOf<typeof CreateUser>
type Identity = InstanceRow['identityManagementType']

/** Refuse a user that does not fit its instance, or whose settings contradict one another. */
export const refuseUnfittingUser = (identity: Identity, user: NewUser): void => {
  const fault = identityFault(identity, user) ?? phoneFault(user)
  if (fault !== undefined) throw invalidRequest(fault)
}

const usernameForm = /^[a-zA-Z0-9_.\\-]+(?:@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+)?$/

const identityFault = (identity: Identity, user: NewUser): string | undefined => {
  const { IdentityInfo: info = {} } = user
  if (!usernameForm.test(user.Username)) {
    return 'A Username has letters, digits and characters of _-.\\, or is an email address.'
  }
  if ((identity === 'CONNECT_MANAGED') !== (user.Password !== undefined)) {
    return 'A Password goes with the CONNECT_MANAGED type of identity management, and no other.'
  }
  if (identity !== 'EXISTING_DIRECTORY' && !(info.FirstName && info.LastName)) {
    return 'IdentityInfo needs FirstName and LastName.'
  }
  if ([info.FirstName, info.LastName].some((name) => name !== name?.normalize('NFC'))) {
    return 'Names must be in Unicode Normalization Form C.'
  }
  if (identity !== 'SAML') return undefined
  if (info.Email !== undefined) return 'With SAML, IdentityInfo has no Email.'
  return user.DirectoryUserId === undefined ? undefined : 'With SAML, there is no DirectoryUserId.'
}

const workSecondsMax = 2_000_000

const phoneFault = (user: NewUser): string | undefined => {
  const { PhoneConfig: phone = {} } = user
  if (phone.PhoneType === 'DESK_PHONE' && phone.DeskPhoneNumber === undefined) {
    return 'A DESK_PHONE needs a DeskPhoneNumber.'
  }
  if ((phone.AfterContactWorkTimeLimit ?? 0) > workSecondsMax) {
    return `The AfterContactWorkTimeLimit is at most ${workSecondsMax} seconds.`
  }
  for (const [config, ...members] of channelConfigs) {
    const member = members.find((each) => phone[each] !== undefined)
    if (member !== undefined && user[config] !== undefined) {
      return `PhoneConfig.${member} and ${config} exclude each other.`
    }
  }
  return undefined
}

/** What can be said for all channels or for each, and not for both. */
const channelConfigs = [
  ['AutoAcceptConfigs', 'AutoAccept'],
  ['AfterContactWorkConfigs', 'AfterContactWorkTimeLimit'],
  ['PhoneNumberConfigs', 'PhoneType', 'DeskPhoneNumber'],
  ['PersistentConnectionConfigs', 'PersistentConnection'],
] as const
