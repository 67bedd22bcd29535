// libFuzzer on what lies behind the checksums: each mutant has them put right, so that the fuzzer reaches directory,
// records and codecs. What is run is a file as it stands, so that a crash is one that any program would have.

import Exercise
import Mutation
import NNCFuzzer

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
    exercise(start, count)
    return 0
}

/// Called by libFuzzer for each mutant.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int, _ seed: UInt32) -> Int {
    var bytes: [UInt8]
    if seed % 2 == 0 {
        let changed = LLVMFuzzerMutate(start, count, most)
        bytes = Array(UnsafeBufferPointer(start: start, count: changed))
        mend(&bytes, seed % 4 == 0 ? .everything : .checksums)
    } else {
        bytes = changed(Array(UnsafeBufferPointer(start: start, count: count)), seed: UInt64(seed))
    }
    guard bytes.count <= most else { return count }
    UnsafeMutableRawBufferPointer(start: start, count: most).copyBytes(from: bytes)
    return bytes.count
}
