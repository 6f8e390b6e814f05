import COpenSSL

/// A non-negative whole number of any size.
package struct BigNumber: Sendable, Comparable {
    /// Owns the number and never changes it after the initialiser that filled it.
    private final class Storage: @unchecked Sendable {
        let number: OpaquePointer

        init() { number = required(BN_new(), "allocate a number") }

        init(number: OpaquePointer) { self.number = number }

        // Numbers here are often secrets; they leave no trace in memory.
        deinit { BN_clear_free(number) }
    }

    private let storage: Storage
    var pointer: OpaquePointer { storage.number }

    private init(_ storage: Storage) { self.storage = storage }

    /// Copies a number of libcrypto.
    init(copying other: OpaquePointer) {
        storage = Storage(number: required(BN_dup(other), "copy a number"))
    }

    package init(_ value: UInt64) {
        storage = Storage()
        precondition(BN_set_word(storage.number, UInt(value)) == 1, "libcrypto cannot set a number")
    }

    /// Of unsigned bytes, the highest first.
    package init(bytes: [UInt8]) {
        storage = Storage()
        _ = required(BN_bin2bn(bytes, Int32(bytes.count), storage.number), "read a number")
    }

    /// Of hexadecimal digits in either case; nil for anything else and for more than 2,048 digits, which is twice as
    /// many as any number of the protocols here has.
    package init?(hexadecimal: String) {
        let digits = hexadecimal.utf8.count
        guard digits > 0, digits <= 2048,
            let bytes = Hexadecimal.decode(digits.isMultiple(of: 2) ? hexadecimal : "0" + hexadecimal)
        else { return nil }
        self.init(bytes: bytes)
    }

    /// The highest byte first, without leading zeros; empty for zero.
    package var bytes: [UInt8] {
        let length = (Int(BN_num_bits(pointer)) + 7) / 8
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = Int(BN_bn2bin(pointer, buffer.baseAddress))
        }
    }

    /// Lower case, without leading zeros.
    package var hexadecimal: String {
        let digits = Hexadecimal.encode(bytes)
        return digits.isEmpty ? "0" : digits.hasPrefix("0") ? String(digits.dropFirst()) : digits
    }

    package var isZero: Bool { BN_is_zero(pointer) == 1 }

    package static func < (left: BigNumber, right: BigNumber) -> Bool { BN_cmp(left.pointer, right.pointer) < 0 }

    package static func == (left: BigNumber, right: BigNumber) -> Bool { BN_cmp(left.pointer, right.pointer) == 0 }

    package static func + (left: BigNumber, right: BigNumber) -> BigNumber {
        let sum = Storage()
        precondition(BN_add(sum.number, left.pointer, right.pointer) == 1, "libcrypto cannot add")
        return BigNumber(sum)
    }

    package static func * (left: BigNumber, right: BigNumber) -> BigNumber {
        computing { BN_mul($0, left.pointer, right.pointer, $1) }
    }

    /// The remainder, below the modulus.
    package static func % (left: BigNumber, modulus: BigNumber) -> BigNumber {
        computing { BN_nnmod($0, left.pointer, modulus.pointer, $1) }
    }

    /// `(self - other) mod modulus`, never negative.
    package func subtracting(_ other: BigNumber, modulo modulus: BigNumber) -> BigNumber {
        Self.computing { BN_mod_sub($0, pointer, other.pointer, modulus.pointer, $1) }
    }

    package func multiplied(by other: BigNumber, modulo modulus: BigNumber) -> BigNumber {
        Self.computing { BN_mod_mul($0, pointer, other.pointer, modulus.pointer, $1) }
    }

    /// `self ^ exponent mod modulus`, in time that does not tell the exponent. The modulus must be odd.
    package func raised(to exponent: BigNumber, modulo modulus: BigNumber) -> BigNumber {
        Self.computing { BN_mod_exp_mont_consttime($0, pointer, exponent.pointer, modulus.pointer, $1, nil) }
    }

    private static func computing(_ body: (_ result: OpaquePointer, _ context: OpaquePointer) -> Int32) -> BigNumber {
        let result = Storage()
        let context = required(BN_CTX_new(), "allocate numbers")
        defer { BN_CTX_free(context) }
        precondition(body(result.number, context) == 1, "libcrypto cannot compute with these numbers")
        return BigNumber(result)
    }
}

extension BigNumber {
    /// The prime of the 3,072-bit MODP group.
    ///
    /// Reference: RFC 3526, section 4 (group 15).
    package static let modp3072 = BigNumber(Storage(number: required(BN_get_rfc3526_prime_3072(nil), "find a prime")))
}
