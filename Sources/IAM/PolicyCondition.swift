import FoundationEssentials

/// One key of a statement's `Condition` block, with the values that it is compared to.
///
/// Reference: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Conditions with multiple context keys
/// or values".
package struct PolicyCondition: Sendable, Hashable {
    package enum Operator: String, Sendable, Hashable, CaseIterable {
        case stringEquals = "StringEquals"
        case stringNotEquals = "StringNotEquals"
        case stringEqualsIgnoreCase = "StringEqualsIgnoreCase"
        case stringNotEqualsIgnoreCase = "StringNotEqualsIgnoreCase"
        case stringLike = "StringLike"
        case stringNotLike = "StringNotLike"
        case numericEquals = "NumericEquals"
        case numericNotEquals = "NumericNotEquals"
        case numericLessThan = "NumericLessThan"
        case numericLessThanEquals = "NumericLessThanEquals"
        case numericGreaterThan = "NumericGreaterThan"
        case numericGreaterThanEquals = "NumericGreaterThanEquals"
        case dateEquals = "DateEquals"
        case dateNotEquals = "DateNotEquals"
        case dateLessThan = "DateLessThan"
        case dateLessThanEquals = "DateLessThanEquals"
        case dateGreaterThan = "DateGreaterThan"
        case dateGreaterThanEquals = "DateGreaterThanEquals"
        case bool = "Bool"
        case ipAddress = "IpAddress"
        case notIPAddress = "NotIpAddress"
        case arnEquals = "ArnEquals"
        case arnNotEquals = "ArnNotEquals"
        case arnLike = "ArnLike"
        case arnNotLike = "ArnNotLike"
        case null = "Null"
    }

    package enum Quantifier: Sendable, Hashable {
        case forAllValues, forAnyValue
    }

    package var test: Operator
    package var quantifier: Quantifier?
    /// The operator ends with `IfExists`: a request without the key passes.
    package var passesWithoutKey: Bool
    /// In lower case, as letter case does not matter.
    package var key: String
    /// Alternatives of each other.
    package var values: [String]

    /// Reads an operator as it is written: `ForAnyValue:StringLikeIfExists`. Nil when there is no such operator.
    package init?(written: String, key: String, values: [String]) {
        var name = written[...]
        for (prefix, quantifier) in [("ForAllValues:", Quantifier.forAllValues), ("ForAnyValue:", .forAnyValue)]
        where name.hasPrefix(prefix) {
            self.quantifier = quantifier
            name = name.dropFirst(prefix.count)
        }
        passesWithoutKey = name.hasSuffix("IfExists")
        if passesWithoutKey { name = name.dropLast("IfExists".count) }
        guard let test = Operator(rawValue: String(name)), !(test == .null && passesWithoutKey) else { return nil }
        self.test = test
        self.key = key.lowercased()
        self.values = values
    }

    /// - Parameter found: the request's values for the key; nil when it has none.
    func holds(_ found: [String]?) -> Bool {
        if test == .null { return values.contains { ($0.lowercased() == "true") == (found == nil) } }
        guard let found, !found.isEmpty else {
            if passesWithoutKey || quantifier == .forAllValues { return true }
            return test.isNegated && quantifier != .forAnyValue
        }
        switch quantifier {
        case .forAllValues: return found.allSatisfy(isGood)
        case .forAnyValue, nil: return found.contains(where: isGood)
        }
    }

    /// Whether this condition ties a statement for everybody to known callers, so that it is not public.
    var fixesCaller: Bool {
        guard !test.isNegated, test != .null, !passesWithoutKey else { return false }
        switch key {
        case "aws:sourceip": return test == .ipAddress && values.allSatisfy { Self.isNarrow($0) }
        case "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount", "aws:userid",
            "aws:principalorgid", "aws:principalarn", "aws:principalaccount",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
            "s3:dataaccesspointarn", "s3:dataaccesspointaccount":
            return values.allSatisfy { !$0.contains("*") && !$0.contains("?") && !$0.contains("${") }
        default: return false
        }
    }

    /// A range of addresses that S3 does not take for the whole world.
    private static func isNarrow(_ text: String) -> Bool {
        guard let range = AddressRange(text) else { return false }
        return range.prefixLength >= (range.isVersion6 ? 32 : 8)
    }

    private func isGood(_ value: String) -> Bool {
        values.contains { test.compare(value, $0) } != test.isNegated
    }
}

extension PolicyCondition.Operator {
    /// Holds when no value fits.
    var isNegated: Bool {
        switch self {
        case .stringNotEquals, .stringNotEqualsIgnoreCase, .stringNotLike, .numericNotEquals, .dateNotEquals,
            .notIPAddress, .arnNotEquals, .arnNotLike:
            true
        default: false
        }
    }

    /// Whether a request's value fits one of the policy's; a negated operator compares as its opposite.
    fileprivate func compare(_ value: String, _ wanted: String) -> Bool {
        switch self {
        case .stringEquals, .stringNotEquals: value == wanted
        case .stringEqualsIgnoreCase, .stringNotEqualsIgnoreCase, .bool: value.lowercased() == wanted.lowercased()
        case .stringLike, .stringNotLike, .arnEquals, .arnNotEquals, .arnLike, .arnNotLike:
            WildcardPattern(wanted).matches(value, identity: nil)
        case .numericEquals, .numericNotEquals: numbers(value, wanted, ==)
        case .numericLessThan: numbers(value, wanted, <)
        case .numericLessThanEquals: numbers(value, wanted, <=)
        case .numericGreaterThan: numbers(value, wanted, >)
        case .numericGreaterThanEquals: numbers(value, wanted, >=)
        case .dateEquals, .dateNotEquals: dates(value, wanted, ==)
        case .dateLessThan: dates(value, wanted, <)
        case .dateLessThanEquals: dates(value, wanted, <=)
        case .dateGreaterThan: dates(value, wanted, >)
        case .dateGreaterThanEquals: dates(value, wanted, >=)
        case .ipAddress, .notIPAddress: AddressRange(wanted)?.contains(value) ?? false
        case .null: false
        }
    }

    private func numbers(_ value: String, _ wanted: String, _ compare: (Double, Double) -> Bool) -> Bool {
        guard let value = Double(value), let wanted = Double(wanted) else { return false }
        return compare(value, wanted)
    }

    private func dates(_ value: String, _ wanted: String, _ compare: (Double, Double) -> Bool) -> Bool {
        guard let value = Self.seconds(value), let wanted = Self.seconds(wanted) else { return false }
        return compare(value, wanted)
    }

    /// Since 1970, of an ISO 8601 date, a day or such a number itself.
    private static func seconds(_ text: String) -> Double? {
        if let number = Double(text) { return number }
        let whole = text.contains("T") ? text : text + "T00:00:00Z"
        let date =
            (try? Date(whole, strategy: .iso8601))
            ?? (try? Date(whole, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        return date?.timeIntervalSince1970
    }
}
