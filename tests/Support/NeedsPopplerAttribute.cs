namespace Budstikke.Support;

/// <summary>A test that reads PDFs with poppler's pdftotext (Debian: poppler-utils).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPopplerAttribute : FactAttribute
{
    public NeedsPopplerAttribute()
    {
        if (!Tool.Exists("pdftotext"))
            Skip = "pdftotext is not installed (poppler-utils).";
    }
}

/// <summary>A test that checks PDFs with qpdf.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsQpdfAttribute : FactAttribute
{
    public NeedsQpdfAttribute()
    {
        if (!Tool.Exists("qpdf"))
            Skip = "qpdf is not installed.";
    }
}
