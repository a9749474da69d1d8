"""个人信息: what people ask about their own data: corrections of verified facts."""
