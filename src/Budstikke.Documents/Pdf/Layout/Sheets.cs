using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>The pages of one document while it grows from top to bottom.</summary>
internal sealed class Sheets : IDisposable
{
    /// <summary>Room that a step smaller than a whole page may ask for: what heads and headings leave of one.</summary>
    public const double LargestStep = Look.BodyBottom - Look.LaterBodyTop - 75;

    private const string TestMark = "TEST";

    private readonly List<Page> _pages = [];
    private double _firstPageBottom = Look.BodyBottom;
    private bool _isMeasuring;

    public Sheets(Invoice invoice, PdfPresentation presentation)
    {
        (Invoice, Presentation) = (invoice, presentation);
        AddPage();
    }

    public Invoice Invoice { get; }

    public PdfPresentation Presentation { get; }

    public Language Language => Presentation.Language;

    /// <summary>A seller who is not registered for VAT must not speak of it (merverdiavgiftsloven § 15-11).</summary>
    public bool ShowsVat => Invoice.Seller.IsVatRegistered || Invoice.Totals.TotalVat != 0;

    public ExtraGlyphs Extras { get; } = new();

    /// <summary>Lines and charges are shown as a consumer ordered them.</summary>
    public bool ShowsPricesWithVat =>
        Presentation.ShowsPricesWithVat
        && ShowsVat
        && Invoice.Lines.All(line => line.WithVat is not null)
        && Invoice.Charges.All(charge => charge.AmountWithVat is not null);

    /// <summary>What the letterhead had no room for: it stands in full above the lines.</summary>
    public List<(Term Term, string Text)> CutShort { get; } = [];

    public IReadOnlyList<Page> Pages => _pages;

    public Page Page => _isMeasuring ? Page.Unseen : _pages[^1];

    /// <summary>How far down the page is filled.</summary>
    public double Y { get; set; } = Look.BodyTop;

    /// <summary>What repeats at the head of each new page: the line table's column heads.</summary>
    public Action? OnNewPage { get; set; }

    public Term TitleTerm =>
        Presentation.IsPreview ? Terms.Preview
        : Invoice.Type == InvoiceType.CreditNote ? Terms.CreditNote
        : Terms.Invoice;

    public string Title => TitleTerm.PrintedIn(Language);

    /// <summary>The title in the file's own data, which has no mark across it.</summary>
    public string MarkedTitle => Presentation.IsTest ? $"{TestMark} {Title}" : Title;

    private double BodyBottom => _pages.Count == 1 ? _firstPageBottom : Look.BodyBottom;

    /// <summary>Keeps the foot of the first page free.</summary>
    public void ReserveFoot(double height) => _firstPageBottom = Look.BodyBottom - height;

    /// <summary>Goes to a new page if there is less room than this; a wish beyond a whole page is cut to one.</summary>
    public void Need(double height)
    {
        if (!_isMeasuring && Y + Math.Min(height, LargestStep) > BodyBottom)
            NewPage();
    }

    /// <summary>How much room it takes where all of it stands on one page.</summary>
    public double HeightOf(Action<Sheets> draw)
    {
        var before = Y;
        _isMeasuring = true;
        draw(this);
        _isMeasuring = false;
        var height = Y - before;
        Y = before;
        return height;
    }

    /// <summary>Text in the full width or a part of it, line by line, over as many pages as it takes.</summary>
    public void Paragraph(string text, Style style, double x = Look.Left, double width = Look.Width)
    {
        foreach (var line in TextLines.Break(text, style, width))
        {
            Need(style.Leading);
            Y += style.Leading;
            Page.Text(x, Y - style.Leading + style.Size, line.Of(text), style);
        }
    }

    public void Dispose()
    {
        foreach (var page in _pages)
            page.Dispose();
    }

    private void AddPage()
    {
        _pages.Add(new(Extras));
        var mark = Presentation.IsPreview ? Title.ToUpperInvariant() : "";
        if (Presentation.IsTest)
            mark = mark.Length == 0 ? TestMark : $"{TestMark} · {mark}";
        if (mark.Length > 0)
            Page.Across(mark, Look.Mark);
    }

    private void NewPage()
    {
        AddPage();
        var y = 20 * Layout.Page.Mm;
        var name = FittedText.OneLine(Invoice.Seller.Name, Look.Section, Look.Width / 2);
        Page.Text(Look.Left, y, name, Look.Section);
        var number = $"{Title} {PrintableText.OneLine(Invoice.Number)}";
        Page.TextEndingAt(Look.Right, y, FittedText.OneLine(number, Look.Label, Look.Width / 2.1), Look.Label);
        Page.Rule(Look.Left, y + 7, Look.Width);
        Y = Look.LaterBodyTop;
        OnNewPage?.Invoke();
    }
}
