"""The steps that train the bundled embedding model: data, tokenizer, network, export."""
