using System.Globalization;
using Budstikke.Clients;

namespace Budstikke.Orders;

/// <summary>The days whose orders are invoiced together, both included; it closes at midnight in Norway.</summary>
internal sealed record Period(DateOnly Start, DateOnly End)
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>The first day on which its orders can be invoiced.</summary>
    public DateOnly RunDay => End.AddDays(1);

    /// <summary>The period that a day belongs to.</summary>
    public static Period Of(InvoiceInterval interval, DateOnly day, RunSettings settings) =>
        interval switch
        {
            InvoiceInterval.Daily => new(day, day),
            InvoiceInterval.Monthly => Between([settings.MonthlyClosingDay], day),
            _ => Between(settings.TwiceMonthlyClosingDays, day),
        };

    private static Period Between(IReadOnlyList<int> closingDays, DateOnly day)
    {
        DateOnly[] months = [day.AddMonths(-1), day, day.AddMonths(1)];
        DateOnly[] closings =
        [
            .. months.SelectMany(month => closingDays.Select(closing => In(month, closing))).Order(),
        ];
        return new(closings.Last(closing => closing < day).AddDays(1), closings.First(closing => closing >= day));
    }

    private static DateOnly In(DateOnly month, int day) =>
        new(month.Year, month.Month, Math.Min(day, DateTime.DaysInMonth(month.Year, month.Month)));

    /// <summary>As ISO 8601 writes it, <c>2026-11-01/2026-11-30</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Start.ToString(Format)}/{End.ToString(Format)}");

    public static Period Parse(string text)
    {
        var (start, end) = (text[..Format.Length], text[(Format.Length + 1)..]);
        return new(DateOnly.ParseExact(start, Format), DateOnly.ParseExact(end, Format));
    }
}
