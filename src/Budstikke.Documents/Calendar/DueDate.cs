namespace Budstikke.Documents.Calendar;

/// <summary>The day on which a document falls due (BT-9).</summary>
public static class DueDate
{
    /// <summary>
    /// So many calendar days after the issue; a Saturday, Sunday or holiday moves to the next working day
    /// (gjeldsbrevlova § 5). The moved date is the one to print.
    /// </summary>
    public static DateOnly After(DateOnly issueDate, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        return NorwegianHolidays.OnOrAfter(issueDate.AddDays(days));
    }
}
