import Foundation
import NNModel
import NNTestSupport
import Testing

/// nnpredict --selftest: the verification records that a file carries.
@Suite struct SelfTestTests {
    @Test("passes for a model that our trainer wrote, and fails where the answers are not what the file expects")
    func verdicts() throws {
        let folder = try TemporaryFolder()
        let train = Places.fixture("datasets/shapes_train.h5")
        #expect(try Tool.nntrain.run(train, "--epochs", "1", "-q", "-o", folder("m.nnm")).exitCode == 0)
        let passed = try Tool.nnpredict.run(folder("m.nnm"), "--selftest", "--json")
        #expect(passed.exitCode == 0, "\(passed)")
        let answer = try #require(passed.json as? [String: Any])
        let checks = try #require(answer["checks"] as? [[String: Any]])
        #expect(answer["ok"] as? Bool == true && checks.count == 2)
        #expect(checks.allSatisfy { ($0["worst"] as? Double ?? 1) <= ($0["tolerance"] as? Double ?? 0) })

        var model = try Model(path: folder("m.nnm"))
        let old = model.verification[1]
        let wrong = old.expected.map { $0 + 1e-3 }
        model.verification[1] = VerificationCheck(source: old.source, tolerance: old.tolerance, expected: wrong)
        try model.write(to: folder("wrong.nnm"))
        let failed = try Tool.nnpredict.run(folder("wrong.nnm"), "--selftest")
        #expect(failed.exitCode == 1 && failed.stderr.contains("for 1 of 2 checks"), "\(failed)")
        #expect(failed.stdout.contains("ok") && failed.stdout.contains("FAILED"), "\(failed)")
        let json = try Tool.nnpredict.run(folder("wrong.nnm"), "--selftest", "--json")
        #expect(try json.exitCode == 1 && (json.json as? [String: Any])?["ok"] as? Bool == false, "\(json)")
    }

    @Test("takes an input that stands as values: the worked file of the specification")
    func values() throws {
        let folder = try TemporaryFolder()
        var model = try Model(path: Places.fixture("golden/tiny-1.0.nnm"))
        // 1 / (1 + e^−0.75), by hand.
        let expected = 0.679178699175393
        model.verification = [VerificationCheck(source: .values([1, 0.5]), tolerance: 1e-6, expected: [expected])]
        try model.write(to: folder("m.nnm"))
        let result = try Tool.nnpredict.run(folder("m.nnm"), "--selftest")
        #expect(result.exitCode == 0 && result.stdout.contains("values"), "\(result)")
        // In float32 the answer is off by more than this.
        model.verification = [VerificationCheck(source: .values([1, 0.5]), tolerance: 1e-12, expected: [expected])]
        try model.write(to: folder("m.nnm"))
        #expect(try Tool.nnpredict.run(folder("m.nnm"), "--selftest").exitCode == 1)
    }

    @Test("says so where there is nothing to replay, and takes the place of images")
    func usage() throws {
        let tiny = Places.fixture("golden/tiny-1.0.nnm")
        let none = try Tool.nnpredict.run(tiny, "--selftest")
        #expect(none.exitCode == 0 && none.stdout.contains("no verification records"), "\(none)")
        for arguments in [["x.png"], ["--evaluate", "t.h5"], ["--top", "2"], ["--format", "csv"], ["--raw", "2x1"]] {
            #expect(try Tool.nnpredict.run([tiny, "--selftest"] + arguments).exitCode == 64, "\(arguments)")
        }
    }
}
