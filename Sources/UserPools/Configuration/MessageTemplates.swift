/// The texts that users get. `{####}` is the code, `{username}` the name, `{##text##}` a link's text.
package struct MessageTemplates: Sendable, Equatable {
    package var verificationEmailSubject = "Verify your new account"
    package var verificationEmailBody = "The verification code to your new account is {####}"
    package var verificationSMS = "The verification code to your new account is {####}"
    package var authenticationSMS = "Your authentication code is {####}."
    package var authenticationEmailSubject = "Your authentication code"
    package var authenticationEmailBody = "Your authentication code is {####}."
    package var invitationEmailSubject = "Your temporary password"
    package var invitationEmailBody = "Your username is {username} and temporary password is {####}."
    package var invitationSMS = "Your username is {username} and temporary password is {####}."

    package init() {}
}
