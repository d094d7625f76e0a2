//! What the domain decides, told in sentences: one file per door or capability.
