def test_x(owner, viewer, world, anonymous):
    for p in ["/healthz","/readyz","/metrics","/","/assets/x.js","/api/v1/nothing", "/../../x", "/login"]:
        r=anonymous.get(p); print(p, r.status_code, r.text[:100], dict(r.headers) if p=="/" else "")
    r=owner.post("/api/v1/auth/totp/enrol"); print(r.status_code, r.text)
    r=owner.get("/api/v1/jobs"); print(r.status_code, r.text)
