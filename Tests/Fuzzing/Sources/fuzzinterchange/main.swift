// libFuzzer on the readers of other people's formats: bytes as they come, to the reader that NN_FUZZ_FORMAT names, or to
// the one that their content asks for.

import Foundation
import Mutation
import NNCFuzzer
import NNInterchange

let name = ProcessInfo.processInfo.environment["NN_FUZZ_FORMAT"] ?? ""
let format = Formats.named(name)
if !name.isEmpty, format == nil { fatalError("NN_FUZZ_FORMAT: no format is called \(name)") }

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
    exerciseFormat(UnsafeRawBufferPointer(start: start, count: count), format)
    return 0
}

/// Called by libFuzzer for each mutant: of an archive, most often what one of its members holds is changed.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int, _ seed: UInt32) -> Int {
    let file = UnsafeBufferPointer(start: start, count: count)
    guard seed % 4 > 0, file.starts(with: Array("PK".utf8)), var archive = Archive(Array(file)) else {
        return LLVMFuzzerMutate(start, count, most)
    }
    let index = Int(seed / 4) % archive.members.count
    // libhdf5 is not ours, and known for what it does with damaged files; nnconvert reads them in a process of their own.
    let (name, content) = archive.members[index]
    if name.suffix(3).elementsEqual(".h5".utf8) || content.dropFirst().starts(with: "HDF".utf8) {
        return LLVMFuzzerMutate(start, count, most)
    }
    var room = content + [UInt8](repeating: 0, count: 256)
    let length = LLVMFuzzerMutate(&room, content.count, room.count)
    archive.members[index].content = Array(room.prefix(length))
    let bytes = archive.bytes
    guard bytes.count <= most else { return LLVMFuzzerMutate(start, count, most) }
    UnsafeMutableRawBufferPointer(start: start, count: most).copyBytes(from: bytes)
    return bytes.count
}
