using Budstikke.Documents.Pdf.Fonts;
using Budstikke.Documents.Pdf.Text;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>The sheet's measures and text styles, in one place. Measures are in points.</summary>
internal static class Look
{
    /// <summary>Nothing is printed left of 18 mm: Digipost keeps 0–15 mm for its machine code.</summary>
    public const double Left = 22 * Page.Mm;
    public const double Right = 192 * Page.Mm;
    public const double Width = Right - Left;

    /// <summary>Where the right-hand column begins: outside every window (C5 ends at 120 mm).</summary>
    public const double RightColumn = 123 * Page.Mm;

    /// <summary>The body's earliest beginning on the first page, below every address window.</summary>
    public const double BodyTop = 97 * Page.Mm;
    public const double LaterBodyTop = 30 * Page.Mm;
    public const double BodyBottom = 274 * Page.Mm;
    public const double FooterTop = 280 * Page.Mm;

    /// <summary>No word is smaller than this. A figure of an absurd length may be, since it is never cut.</summary>
    public const double SmallestSize = 8;

    public static readonly Style Body = new(Typeface.Regular, 9, Ink.Text);
    public static readonly Style Strong = new(Typeface.Bold, 9, Ink.Text);
    public static readonly Style Label = new(Typeface.Regular, SmallestSize, Ink.Quiet);
    public static readonly Style ColumnHead = new(Typeface.Bold, SmallestSize, Ink.Accent);
    public static readonly Style Section = new(Typeface.Bold, 9, Ink.Accent);
    public static readonly Style Title = new(Typeface.Bold, 22, Ink.Accent);
    public static readonly Style SellerName = new(Typeface.Bold, 15, Ink.Accent);
    public static readonly Style Address = new(Typeface.Regular, 11, Ink.Text);
    public static readonly Style PaymentValue = new(Typeface.Bold, 11, Ink.Text);
    public static readonly Style DueLabel = new(Typeface.Bold, 11, Ink.Paper);
    public static readonly Style DueAmount = new(Typeface.Bold, 16, Ink.Paper);
    public static readonly Style Mark = new(Typeface.Bold, 110, Ink.Rule);
}
