// The pool remembers no devices, as pools of Amplify do not unless they are told to: no sign-in offers one, so no client
// has one. Each operation says so in the words that make clients forget a device of another pool.

enum ConfirmDevice: UserPoolOperation {
    static func perform(_ input: AccessTokenInput, in pool: PoolContext) async throws -> Nothing {
        throw try await Devices.fault(input, in: pool)
    }
}

enum ForgetDevice: UserPoolOperation {
    static func perform(_ input: AccessTokenInput, in pool: PoolContext) async throws -> Nothing {
        throw try await Devices.fault(input, in: pool)
    }
}

enum GetDevice: UserPoolOperation {
    static func perform(_ input: AccessTokenInput, in pool: PoolContext) async throws -> Nothing {
        throw try await Devices.fault(input, in: pool)
    }
}

enum UpdateDeviceStatus: UserPoolOperation {
    static func perform(_ input: AccessTokenInput, in pool: PoolContext) async throws -> Nothing {
        throw try await Devices.fault(input, in: pool)
    }
}

/// No devices.
enum ListDevices: UserPoolOperation {
    struct Output: Encodable {
        var devices: [Nothing] = []
    }

    static func perform(_ input: AccessTokenInput, in pool: PoolContext) async throws -> Output {
        _ = try await pool.signedInUser(accessToken: input.accessToken)
        return Output()
    }
}

enum AdminForgetDevice: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: UserInput, in pool: PoolContext) async throws -> Nothing {
        throw try await Devices.fault(input, in: pool)
    }
}

enum AdminGetDevice: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: UserInput, in pool: PoolContext) async throws -> Nothing {
        throw try await Devices.fault(input, in: pool)
    }
}

enum AdminUpdateDeviceStatus: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: UserInput, in pool: PoolContext) async throws -> Nothing {
        throw try await Devices.fault(input, in: pool)
    }
}

/// No devices.
enum AdminListDevices: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: UserInput, in pool: PoolContext) async throws -> ListDevices.Output {
        _ = try await pool.user(input)
        return ListDevices.Output()
    }
}

private enum Devices {
    /// Who may not ask is told that first.
    static func fault(_ input: AccessTokenInput, in pool: PoolContext) async throws -> UserPoolFault {
        _ = try await pool.signedInUser(accessToken: input.accessToken)
        return .deviceNotFound
    }

    static func fault(_ input: UserInput, in pool: PoolContext) async throws -> UserPoolFault {
        _ = try await pool.user(input)
        return .deviceNotFound
    }
}
