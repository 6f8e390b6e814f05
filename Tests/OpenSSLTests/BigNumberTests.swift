import OpenSSL
import Testing

struct BigNumberTests {
    @Test(
        "hexadecimal digits survive without leading zeros",
        arguments: ["0", "1", "ff", "100", "abcdef0123456789abcdef"])
    func digits(_ text: String) {
        #expect(BigNumber(hexadecimal: text)?.hexadecimal == text)
        #expect(BigNumber(hexadecimal: "00" + text.uppercased())?.hexadecimal == text)
    }

    @Test("refuses what is no number", arguments: ["", "xyz", "-1", "0x1", String(repeating: "f", count: 2049)])
    func refused(_ text: String) {
        #expect(BigNumber(hexadecimal: text) == nil)
    }

    @Test("computes as small numbers do")
    func arithmetic() {
        let (five, seven, thirteen) = (BigNumber(5), BigNumber(7), BigNumber(13))
        #expect(five + seven == BigNumber(12))
        #expect(five * seven == BigNumber(35))
        #expect(five * seven % thirteen == BigNumber(9))
        #expect(five.subtracting(seven, modulo: thirteen) == BigNumber(11))
        #expect(five.raised(to: seven, modulo: thirteen) == BigNumber(8))
        #expect(five < seven)
        #expect(BigNumber(0).isZero && BigNumber(0).bytes.isEmpty)
    }
}
