import Foundation
import Testing
import TypeScriptEvaluator

/// Counts the threads of the process, so it runs where no other tests have hundreds: see `Tests/run`.
@Suite struct EvaluationThreadTests {
    /// Each suspended body has a thread, which must end with the evaluation even when no step is left.
    @Test func noThreadsAreLeftBehind() async throws {
        func threads() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0 }
        let before = threads()
        for _ in 0..<4 {
            let source =
                "function* g() { yield 1 } const all: any[] = []; "
                + "for (let i = 0; i < 100; i++) { const x = g(); x.next(); all.push(x) } for (;;);"
            var program = Program(source)
            program.limits.steps = 300_000
            #expect(await program.run().stop?.hasPrefix("evaluation takes too long") == true)
        }
        // Threads of other tests come and go; these would be four hundred.
        for _ in 0..<200 where threads() > before + 100 { usleep(20_000) }
        #expect(threads() < before + 100)
    }
}
