"""The service: documents come in over HTTP, filings go out, and people settle what is doubtful.

    settings      where it runs: folder, database, blobs, limits
    store/        the database: documents, filings, corrections, keys, sessions
    blobs         the bytes beside it: sources, pages, kept readings
    worker        claims documents and reads them
    app, routes/  HTTP
    review/       what a reviewer sees
"""
