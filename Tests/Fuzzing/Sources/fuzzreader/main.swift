// libFuzzer on the reader: bytes as they come.

import Exercise
import NNCFuzzer

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
    exercise(start, count)
    return 0
}
