// Package qti reads questions of IMS QTI 2.1 and 1.2, alone or in packages, and writes packages of QTI 2.1.
package qti

import (
	"bytes"
	"errors"
	"path"
	"strings"

	"academy/app/questions/formats/item"
)

// Read reads an item, a test of QTI 1.2, or a package.
func Read(data []byte, lang string) ([]item.Item, error) {
	sheet := item.NewSheet(lang)
	if !bytes.HasPrefix(data, []byte("PK")) {
		known, err := document(sheet, "", data)
		if err == nil && !known {
			err = item.Unreadable("formats.not_qti")
		}
		return sheet.Items(), err
	}
	archive, err := item.OpenArchive(data)
	if err != nil {
		return nil, err
	}
	known := false
	for _, name := range listed(archive) {
		raw, err := archive.Read(name)
		var bad *item.FileError
		if errors.As(err, &bad) {
			known = true
			sheet.Broken(name, bad.Problem)
			continue
		}
		is, err := document(sheet, name, raw)
		if errors.As(err, &bad) {
			known = true
			sheet.Broken(name, bad.Problem)
		}
		known = known || is
	}
	if !known {
		return nil, item.Unreadable("formats.not_qti")
	}
	return sheet.Items(), nil
}

const manifest = "imsmanifest.xml"

// listed are the files of a package that may hold questions, in the order of its manifest; what the manifest does not
// name comes behind.
func listed(a *item.Archive) []string {
	var names []string
	seen := map[string]bool{}
	add := func(name string) {
		ext := strings.ToLower(path.Ext(name))
		if !seen[name] && a.Has(name) && path.Base(name) != manifest && (ext == ".xml" || ext == ".qti") && !doubled(a, name) {
			names = append(names, name)
		}
		seen[name] = true
	}
	for _, name := range a.Names() {
		if path.Base(name) != manifest {
			continue
		}
		raw, err := a.Read(name)
		if err != nil {
			continue
		}
		tree, _ := item.ParseXML(raw)
		for _, resource := range tree.First("resources").Children("resource") {
			add(path.Join(path.Dir(name), resource.Attrs["href"]))
		}
	}
	for _, name := range a.Names() {
		add(name)
	}
	return names
}

// doubled says that a file holds the same questions as another that says more of them: Canvas exports each quiz twice.
func doubled(a *item.Archive, name string) bool {
	folder, file := path.Split(name)
	return file == "assessment_qti.xml" && a.Has(path.Join(folder, "..", "non_cc_assessments", path.Base(folder)+".xml.qti"))
}

// document reads one file of XML, and says whether it holds questions at all.
func document(sheet *item.Sheet, name string, data []byte) (bool, error) {
	tree, problem := item.ParseXML(data)
	root := &item.Node{}
	for _, kid := range tree.Kids {
		if kid.Name != "" {
			root = kid
		}
	}
	switch {
	case root.Name == "" && problem != nil:
		return false, &item.FileError{Problem: *problem}
	case root.Name == "assessmentItem" && problem == nil:
		readItem(sheet, root)
	case root.Name == "assessmentTest":
		test(sheet, root, "formats.test_ignored")
	case root.Name == "questestinterop":
		readClassic(sheet, root)
	case root.Name != "assessmentItem":
		return false, nil
	}
	if problem != nil {
		sheet.Broken(name, *problem)
	}
	return true, nil
}

// test names a test, whose questions are read but not its order and its sections.
func test(sheet *item.Sheet, n *item.Node, key string) {
	f := &item.Found{Name: n.Attrs["title"], Type: n.Name, Line: n.Line}
	f.Refuse(key)
	sheet.Add(f)
}
