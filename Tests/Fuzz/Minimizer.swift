import Glibc

/// Makes a failing input small: leaves out runs of tokens, then of bytes, as long as it still fails in the same way.
struct Minimizer {
    /// Whether an input still fails.
    let fails: ([UInt8]) -> Bool
    private let deadline: Int
    private var trials = 0

    private static let mostTrials = 3_000

    init(seconds: Int, fails: @escaping ([UInt8]) -> Bool) {
        self.fails = fails
        deadline = time(nil) + seconds
    }

    mutating func minimize(_ input: [UInt8]) -> [UInt8] {
        var input = input
        while true {
            let before = input.count
            input = leaveOut(of: input) { Mutation.tokenBounds(of: $0) }
            if input.count < 2_000 { input = leaveOut(of: input) { Array(0...$0.count) } }
            if input.count == before || isExhausted { return input }
        }
    }

    private var isExhausted: Bool { trials >= Self.mostTrials || time(nil) >= deadline }

    /// Tries without each run of pieces, long runs first.
    private mutating func leaveOut(of input: [UInt8], bounds: ([UInt8]) -> [Int]) -> [UInt8] {
        var input = input
        var length = (bounds(input).count - 1) / 2
        while length >= 1 {
            var first = 0
            while !isExhausted {
                let pieces = bounds(input)
                guard first < pieces.count - 1 else { break }
                let run = pieces[first]..<pieces[min(first + length, pieces.count - 1)]
                var shorter = input
                shorter.removeSubrange(run)
                trials += 1
                if fails(shorter) { input = shorter } else { first += length }
            }
            length /= 2
        }
        return input
    }
}
