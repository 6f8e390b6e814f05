import IAM

/// Which role the credentials of a login have: the token decides, and what is ambiguous gets the authenticated role.
///
/// Reference: "Role-based access control", Amazon Cognito Developer Guide.
enum RoleMapping {
    static func role(
        for login: VerifiedLogin, customRoleARN: String?, in configuration: IdentityPoolConfiguration
    ) throws(IdentityPoolFault) -> Role {
        if let customRoleARN {
            guard login.roleARNs.contains(customRoleARN) else { throw .roleNotInToken }
            return try role(ofARN: customRoleARN, in: configuration)
        }
        if let preferred = login.preferredRoleARN { return try role(ofARN: preferred, in: configuration) }
        if login.roleARNs.count == 1 { return try role(ofARN: login.roleARNs[0], in: configuration) }
        return .authenticated
    }

    private static func role(
        ofARN arn: String, in configuration: IdentityPoolConfiguration
    ) throws(IdentityPoolFault) -> Role {
        guard let role = configuration.role(ofARN: arn) else { throw .unusableRole }
        return role
    }
}
