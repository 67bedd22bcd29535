import NNFile
import NNHDF5
import NNModel

/// Why a model can't be read from a file of some format, or written to one: the file, the place in it, and what is
/// wrong there.
public struct InterchangeError: Failure, Equatable {
    /// The path of the file.
    public let file: String
    /// The member, array or layer; nil where the whole file is meant.
    public let place: String?
    /// What is wrong.
    public let problem: Problem

    /// What can be wrong.
    public enum Problem: Sendable, Equatable {
        /// The operating system did not open, read or write the file.
        case system(FileError)
        /// A model file that breaks a rule of its format, or a model that no model file can hold.
        case model(ModelFileError)
        /// An HDF5 file, or something in it, that can't be used.
        case hdf5(HDF5Error)
        /// Something else stands where the format asks for this; the hint says what to do, where there is something.
        case unexpected(expected: String, found: String, hint: String? = nil)
        /// Something that the format allows and that is never read: a pickle, an encrypted member.
        case refused(String)
        /// Beyond one of `InterchangeLimits`.
        case limit(String, limit: Int, found: String)
        /// The format carries no activations, and nobody told them.
        case noActivations(layerSizes: [Int])
        /// A number that doesn't fit the type that was asked for.
        case conversion(String)
        /// What was written doesn't say what was read; nothing was put in place.
        case unproven(String)
        /// What another process said that was to read the file, in its own words, which name the file.
        case reported(String, FailureReason)
        /// A library failed, in its own words.
        case library(doing: String, message: String)
    }

    package init(_ file: String, _ problem: Problem) {
        self.init(file, nil, problem)
    }

    init(_ file: String, _ place: String?, _ problem: Problem) {
        self.file = file
        self.place = place
        self.problem = problem
    }

    public var reason: FailureReason {
        switch problem {
        case .system(let error): error.reason
        case .model(let error): error.reason
        case .hdf5(let error): error.reason
        case .reported(_, let reason): reason
        case .unexpected, .refused, .limit, .noActivations, .conversion, .unproven, .library: .malformedInput
        }
    }

    public var description: String {
        switch problem {
        case .system(let error): return error.description
        case .model(let error): return error.description
        case .hdf5(let error): return error.description
        case .reported(let message, _): return message
        default: return "\(file): \(place.map { "\($0.short): " } ?? "")\(problem.text)"
        }
    }
}

extension InterchangeError.Problem {
    fileprivate var text: String {
        switch self {
        case .system(let error): return error.description
        case .model(let error): return error.description
        case .hdf5(let error): return error.description
        case .reported(let message, _): return message
        case .unexpected(let expected, let found, let hint):
            return "expected \(expected.short), found \(found.short)" + (hint.map { "; \($0)" } ?? "")
        case .refused(let what): return what.short
        case .conversion(let what): return what
        case .unproven(let what): return "not written, since the result could not be proven: \(what)"
        case .limit(let what, let limit, let found): return "expected at most \(limit) \(what), found \(found.short)"
        case .noActivations(let sizes):
            let layers = sizes.dropFirst().map { "\($0)" }.joined(separator: ", ")
            let example = sizes.dropFirst().dropLast().map { _ in "relu" } + [sizes.last == 1 ? "sigmoid" : "softmax"]
            return "expected the activations of the layers, found none: the network takes \(sizes[0]) numbers and has "
                + "layers of \(layers) units; name an activation for each, as in --activations "
                + example.joined(separator: ",")
        case .library(let doing, let message): return "\(doing): \(message.short)"
        }
    }
}

extension String {
    /// As much as a sentence has room for: names and values in a file may be as long as they like.
    fileprivate var short: String {
        let most = 320
        guard utf8.count > most else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if text.utf8.count + UTF8.width(scalar) > most { break }
            text.unicodeScalars.append(scalar)
        }
        return text + "…"
    }
}
