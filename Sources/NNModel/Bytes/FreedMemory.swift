internal import NNCKernels

/// Has freed memory given back to the system, in this whole process, for the sake of somebody who was promised that no
/// more than so much is taken. What is allocated again and again takes a little longer then.
package func giveBackFreedMemory() {
    nn_give_back_freed_memory()
}
