"""秒批: conditions met → approved, else asked back or handed to a person with the reasons; **never refused**.

Source: domain 2.6 (own rule design); 行政许可法 38 (a refusal needs reasons, remedies and a person).
`spec` what the keeper writes · `judge` what it says of one case · `spread` the answers that tell cases
apart · `findings` what is wrong with the rules, before they are published.
"""
