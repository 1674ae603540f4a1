"""How our own reader is made: texts, typefaces, drawn and cut crops, the net, its training and its measure. Needed to
train, never to read: it asks for PyTorch (the extra `train`), reportlab (the extra `synth`) and as many free typefaces
as there are."""
