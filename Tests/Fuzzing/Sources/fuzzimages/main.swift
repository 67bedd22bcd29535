// libFuzzer on the decoders of images, and on what is done with their pictures: bytes as they come.

import NNCFuzzer

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
    exerciseImage(UnsafeRawBufferPointer(start: start, count: count))
    return 0
}
