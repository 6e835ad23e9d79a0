export interface NetOutput {
  age: tf.Tensor1D;
  gender: tf.Tensor2D;
}
