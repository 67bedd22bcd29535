import NNCModel
import NNFile
import NNModel

/// A call that makes no sense, whatever the file holds.
struct Misuse: Failure {
    let description: String
    var reason: FailureReason { .usage }

    init(_ description: String) {
        self.description = description
    }
}

/// A check of the file's own that does not hold.
struct FailedCheck: Error, CustomStringConvertible {
    let path: String
    /// From 1.
    let number: Int
    /// How many tolerances the worst output is off.
    let deviation: Double

    var description: String {
        "\(path): verification \(number): expected outputs within the tolerance, found one \(deviation) times as far off"
    }
}

/// Runs the body of a C function, and turns what it throws into a status and a description.
///
/// - Parameter function: the C function, which begins the message where the call itself was wrong.
func reporting(
    to error: UnsafeMutablePointer<nnm_error>?, function: StaticString = #function, _ body: () throws -> Void
) -> nnm_status {
    var report = nnm_error()
    do {
        try body()
    } catch let misuse as Misuse {
        report.status = NNM_USAGE
        report.setMessage("\("\(function)".prefix { $0 != "(" }): \(misuse)")
    } catch let failure as ModelFileError {
        report.status = nnm_status(failure.reason)
        report.setMessage("\(failure)")
        if case .violation(let violation, _) = failure { report.set(violation) }
    } catch let failure as UnpredictableModel {
        report.status = NNM_MALFORMED
        report.needs_newer = 1
        report.setMessage("\(failure)")
    } catch let failure as FailedCheck {
        report.status = NNM_DIFFERS
        report.setMessage("\(failure)")
    } catch {
        report.status = (error as? any Failure).map { nnm_status($0.reason) } ?? NNM_INTERNAL
        report.setMessage("\(error)")
    }
    error?.pointee = report
    return report.status
}

/// What a caller must not leave out.
func required<Value>(_ value: Value?, _ name: StaticString) throws(Misuse) -> Value {
    guard let value else { throw Misuse("\(name) is NULL") }
    return value
}

extension nnm_status {
    init(_ reason: FailureReason) {
        switch reason {
        case .usage: self = NNM_USAGE
        case .malformedInput: self = NNM_MALFORMED
        case .missingInput: self = NNM_MISSING
        case .inputOutput: self = NNM_IO
        // Nothing here creates files.
        case .cannotCreate: self = NNM_INTERNAL
        }
    }
}

extension nnm_error {
    fileprivate mutating func set(_ violation: Violation) {
        rule = Int32(violation.rule.rawValue)
        needs_newer = violation.rule.isUnsupported ? 1 : 0
        offset = UInt64(violation.offset)
        withUnsafeMutableBytes(of: &rule_id) { fill($0, with: violation.rule.id) }
        withUnsafeMutableBytes(of: &place) { fill($0, with: violation.place) }
    }

    /// One line, whatever the path has in it.
    fileprivate mutating func setMessage(_ text: String) {
        let line = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.isControl ? "?" : $0 }))
        withUnsafeMutableBytes(of: &message) { fill($0, with: line) }
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isControl: Bool { generalCategory == .control }
}

/// Writes `text` and a zero. Of one that is too long the end is kept, which says more than the start of a path.
private func fill(_ target: UnsafeMutableRawBufferPointer, with text: String) {
    var bytes = Array(text.utf8)
    if bytes.count >= target.count {
        let ellipsis = Array("…".utf8)
        let rest = bytes.suffix(target.count - 1 - ellipsis.count)
        // Not from the middle of a character.
        bytes = ellipsis + rest.drop { $0 & 0xC0 == 0x80 }
    }
    target.copyBytes(from: bytes + [0])
}
