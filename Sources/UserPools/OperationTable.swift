/// Which operations there are.
enum OperationTable {
    static let operations: [String: any UserPoolOperation.Type] = {
        let types: [any UserPoolOperation.Type] = [
            AdminAddUserToGroup.self, AdminConfirmSignUp.self, AdminCreateUser.self, AdminDeleteUser.self,
            AdminDeleteUserAttributes.self, AdminDisableUser.self, AdminEnableUser.self, AdminForgetDevice.self,
            AdminGetDevice.self, AdminGetUser.self, AdminInitiateAuth.self, AdminListDevices.self,
            AdminListGroupsForUser.self, AdminRemoveUserFromGroup.self, AdminResetUserPassword.self,
            AdminRespondToAuthChallenge.self, AdminSetUserMFAPreference.self, AdminSetUserPassword.self,
            AdminUpdateDeviceStatus.self, AdminUpdateUserAttributes.self, AdminUserGlobalSignOut.self,
            AssociateSoftwareToken.self, ChangePassword.self, ConfirmDevice.self, ConfirmForgotPassword.self,
            ConfirmSignUp.self, CreateGroup.self, DeleteGroup.self, DeleteUser.self, DeleteUserAttributes.self,
            DescribeUserPool.self, DescribeUserPoolClient.self, ForgetDevice.self, ForgotPassword.self,
            GetDevice.self, GetGroup.self, GetTokensFromRefreshToken.self, GetUser.self,
            GetUserAttributeVerificationCode.self, GetUserAuthFactors.self, GetUserPoolMfaConfig.self,
            GlobalSignOut.self, InitiateAuth.self, ListDevices.self, ListGroups.self, ListUserPoolClients.self,
            ListUserPools.self, ListUsers.self, ListUsersInGroup.self, ResendConfirmationCode.self,
            RespondToAuthChallenge.self, RevokeToken.self, SetUserMFAPreference.self, SignUp.self,
            UpdateDeviceStatus.self, UpdateGroup.self, UpdateUserAttributes.self, VerifySoftwareToken.self,
            VerifyUserAttribute.self,
        ]
        return Dictionary(uniqueKeysWithValues: types.map { (String(describing: $0), $0) })
    }()

    /// What Cognito has and the sandbox refuses by name.
    private static let notEmulated: Set<String> = [
        "AddCustomAttributes", "AdminDisableProviderForUser", "AdminLinkProviderForUser", "AdminListUserAuthEvents",
        "AdminSetUserSettings", "AdminUpdateAuthEventFeedback", "SetUserSettings", "CreateIdentityProvider",
        "CreateManagedLoginBranding",
        "CreateResourceServer", "CreateUserImportJob", "CreateUserPool", "CreateUserPoolClient",
        "CreateUserPoolDomain", "DeleteIdentityProvider", "DeleteManagedLoginBranding", "DeleteResourceServer",
        "DeleteUserPool", "DeleteUserPoolClient", "DeleteUserPoolDomain", "DescribeIdentityProvider",
        "DescribeManagedLoginBranding", "DescribeManagedLoginBrandingByClient", "DescribeResourceServer",
        "DescribeRiskConfiguration", "DescribeUserImportJob", "DescribeUserPoolDomain", "GetCSVHeader",
        "GetIdentityProviderByIdentifier", "GetLogDeliveryConfiguration", "GetSigningCertificate",
        "GetUICustomization", "ListIdentityProviders", "ListResourceServers", "ListTagsForResource",
        "ListUserImportJobs", "SetLogDeliveryConfiguration", "SetRiskConfiguration", "SetUICustomization",
        "SetUserPoolMfaConfig", "StartUserImportJob", "StopUserImportJob", "TagResource", "UntagResource",
        "UpdateAuthEventFeedback", "UpdateIdentityProvider", "UpdateManagedLoginBranding", "UpdateResourceServer",
        "UpdateUserPool", "UpdateUserPoolClient", "UpdateUserPoolDomain",
    ]

    private static let passkeys: Set<String> = [
        "CompleteWebAuthnRegistration", "DeleteWebAuthnCredential", "ListWebAuthnCredentials",
        "StartWebAuthnRegistration",
    ]

    static func fault(ofMissing operation: String) -> UserPoolFault {
        if passkeys.contains(operation) { return .passkeysNotEmulated }
        return notEmulated.contains(operation) ? .notEmulated(operation) : .unknownOperation
    }
}
