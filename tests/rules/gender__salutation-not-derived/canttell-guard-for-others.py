def greeting(visitor):
    if visitor.gender not in ("male", "female"):
        return f"Good morning {visitor.full_name}"
    title = "Mrs" if visitor.gender == "female" else "Mr"
    return f"Dear {title} {visitor.last_name}"
